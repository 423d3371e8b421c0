import { Anchor, Box, Center, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { LanguageMenu } from '../shell/language-menu.js';
import { Logo } from '../shell/logo.js';
import { ThemeToggle } from '../shell/theme-toggle.js';
import { SignInForm } from './sign-in-form.js';

export function SignInPage() {
  const { t } = useTranslation('common');
  useEffect(() => {
    document.title = `${t('signIn.title')} · Keyledger`;
  }, [t]);
  return (
    <Box component="main" mih="100vh" p="md">
      <Group justify="flex-end" gap="xs">
        <LanguageMenu />
        <ThemeToggle />
      </Group>
      <Center mih="80vh">
        <Stack w="100%" maw={400} gap="lg">
          <Logo size={40} />
          <div>
            <Title order={1} size="h2">
              {t('signIn.title')}
            </Title>
            <Text c="dimmed" size="sm">
              {t('signIn.purpose')}
            </Text>
          </div>
          <Paper withBorder p="lg" radius="md">
            <SignInForm />
          </Paper>
          <Text c="dimmed" size="xs">
            {t('signIn.firstStart')}{' '}
            <Anchor href="/docs" underline="always">
              {t('signIn.api')}
            </Anchor>
          </Text>
        </Stack>
      </Center>
    </Box>
  );
}
