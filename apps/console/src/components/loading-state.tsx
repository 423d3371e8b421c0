import { Center, Loader, Skeleton, Stack, VisuallyHidden } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** Where lines of a list or fields of a page will be. */
export function LoadingState({ lines = 6 }: { readonly lines?: number }) {
  const { t } = useTranslation('common');
  return (
    <Stack gap="sm" role="status">
      <VisuallyHidden>{t('loading')}</VisuallyHidden>
      {Array.from({ length: lines }, (_, index) => (
        <Skeleton key={index} height={28} />
      ))}
    </Stack>
  );
}

/** While the code of a page is on its way. */
export function PageLoading() {
  const { t } = useTranslation('common');
  return (
    <Center py={80}>
      <Loader role="status" aria-label={t('loading')} />
    </Center>
  );
}
