import { Select } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useAccounts } from '../accounts/accounts-query.js';
import { useChosenAccount } from './use-chosen-account.js';

/** Which account the pages are about. */
export function AccountSwitch() {
  const { t } = useTranslation('common');
  const navigate = useNavigate();
  const account = useChosenAccount() ?? null;
  const accounts = useAccounts();
  const options = (accounts.data ?? []).map(({ id, name }) => ({ value: id, label: name }));
  if (account !== null && !options.some(({ value }) => value === account)) {
    options.push({ value: account, label: account });
  }
  return (
    <Select
      aria-label={t('shell.account')}
      placeholder={t('shell.chooseAccount')}
      data={options}
      value={account}
      searchable
      size="xs"
      w={{ base: 150, sm: 220 }}
      nothingFoundMessage={t('shell.noAccount')}
      onChange={(chosen) => {
        if (chosen !== null) void navigate({ to: '/accounts/$account/keys', params: { account: chosen } });
      }}
    />
  );
}
