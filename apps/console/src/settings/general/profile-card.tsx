import { Button, Code, Select, Stack, Text } from '@mantine/core';
import { isProfileId, profileIds, profileOf } from '@keyledger/domain';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, api, type Schemas } from '../../api/client.js';
import { SectionCard } from '../../components/section-card.js';
import { useMay } from '../../session/use-session.js';
import { reservedAccount } from '../reserved-account.js';
import { ChangeDialog } from './change-dialog.js';
import { useAccountChange } from './use-account-change.js';

interface ProfileCardProps {
  readonly item: Schemas['Account'];
  /** Is told the position of the change. */
  readonly onRestricted: (position: string) => void;
}

export function ProfileCard({ item, onRestricted }: ProfileCardProps) {
  const { t } = useTranslation('settings');
  const mayChoose = useMay()('ChooseProfile', item.id) && item.id !== reservedAccount;
  const [asking, setAsking] = useState(false);
  return (
    <SectionCard
      title={t('profile.title')}
      actions={
        mayChoose && (
          <Button size="compact-sm" variant="subtle" onClick={() => setAsking(true)}>
            {t('profile.choose')}
          </Button>
        )
      }
    >
      <Stack gap={4}>
        <Text size="sm">
          <Code>{item.profile}</Code>
        </Text>
        <Text size="sm" c="dimmed">
          {profileOf(item.profile).doc}
        </Text>
      </Stack>
      {asking && <ChooseProfile item={item} onClose={() => setAsking(false)} onRestricted={onRestricted} />}
    </SectionCard>
  );
}

interface ChooseProfileProps extends ProfileCardProps {
  readonly onClose: () => void;
}

function ChooseProfile({ item, onClose, onRestricted }: ChooseProfileProps) {
  const { t } = useTranslation('settings');
  const [profile, setProfile] = useState(item.profile);
  const change = useAccountChange(item, {
    send: (header) => {
      const params = { path: { account: item.id }, header: { ...header, Prefer: 'wait=0' } };
      return answerOf(api.PUT('/v1/accounts/{account}/profile', { params, body: { profile } }));
    },
    onDone: ({ position }) => {
      onRestricted(position);
      onClose();
    },
  });
  return (
    <ChangeDialog
      change={change}
      onClose={onClose}
      title={t('profile.choose')}
      text={t('profile.text')}
      action={t('profile.action')}
      ready={profile !== item.profile}
    >
      <Select
        label={t('profile.title')}
        description={profileOf(profile).doc}
        allowDeselect={false}
        data={[...profileIds]}
        value={profile}
        onChange={(chosen) => {
          if (chosen !== null && isProfileId(chosen)) setProfile(chosen);
        }}
      />
    </ChangeDialog>
  );
}
