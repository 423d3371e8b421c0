import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../api/client.js';
import { ConflictAlert } from '../../components/conflict-alert.js';
import { type ComparedSetting, accountDifferences } from './account-differences.js';
import type { AccountChange } from './use-account-change.js';

interface AccountConflictProps {
  readonly change: Pick<AccountChange<never>, 'conflict'>;
  readonly onAccept: () => void;
}

/** What somebody else has changed about the account meanwhile. */
export function AccountConflict({ change: { conflict }, onAccept }: AccountConflictProps) {
  const { t } = useTranslation('settings');
  const textOf = useSettingText();
  if (conflict === null) return null;
  const { before, now } = conflict;
  return (
    <ConflictAlert
      title={t('conflict.title')}
      differences={accountDifferences(before, now).map((setting) => ({
        what: t(`conflict.setting.${setting}`),
        before: textOf(setting, before),
        now: textOf(setting, now),
      }))}
      onAccept={onAccept}
    />
  );
}

function useSettingText(): (setting: ComparedSetting, account: Schemas['Account']) => string {
  const { t } = useTranslation('settings');
  return (setting, account) => {
    switch (setting) {
      case 'name':
      case 'profile':
        return account[setting];
      case 'email':
        return account.email ?? '';
      case 'whenStale':
        return t(`whenStale.${account.whenStale}`);
      case 'usageAddresses':
        return t(`usageAddresses.${account.usageAddresses}`);
      case 'apiAccess':
        return t(account.apiAccess ? 'conflict.on' : 'conflict.off');
    }
  };
}
