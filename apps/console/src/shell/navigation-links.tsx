import { Divider, NavLink, Stack, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { maySomewhere, may } from '../session/session.js';
import { useSession } from '../session/use-session.js';
import { type NavigationItem, accountPages, generalPages } from './navigation.js';
import { timeZoneText } from '../components/time-text.js';
import { useChosenAccount } from './use-chosen-account.js';

export function NavigationLinks({ onFollow }: { readonly onFollow: () => void }) {
  const { t, i18n } = useTranslation('common');
  const session = useSession();
  const account = useChosenAccount();
  const ofAccount =
    account === undefined ? [] : accountPages.filter(({ requires }) => may(session, requires, account));
  const general = generalPages.filter(({ requires, everywhere = false }) =>
    everywhere ? may(session, requires, null) : maySomewhere(session, requires),
  );
  return (
    <Stack gap={2} h="100%">
      {ofAccount.map((item) => (
        <PageLink key={item.to} item={item} account={account} onFollow={onFollow} />
      ))}
      {ofAccount.length > 0 && <Divider my="xs" />}
      {general.map((item) => (
        <PageLink key={item.to} item={item} account={account} onFollow={onFollow} />
      ))}
      <Text size="xs" c="dimmed" mt="auto" px="xs">
        {t('shell.timeZone', { zone: timeZoneText(i18n.language) })}
      </Text>
    </Stack>
  );
}

interface PageLinkProps {
  readonly item: NavigationItem;
  readonly account: string | undefined;
  readonly onFollow: () => void;
}

function PageLink({ item, account, onFollow }: PageLinkProps) {
  const { t } = useTranslation('common');
  const path = item.to.replace('$account', account ?? '');
  return (
    <NavLink
      component={Link}
      to={path}
      label={t(item.label)}
      leftSection={<item.icon size={18} stroke={1.6} />}
      rightSection={item.badge && account !== undefined && <item.badge account={account} />}
      // `/accounts/acme` is not about the list of accounts.
      activeOptions={{ exact: item.to === '/accounts', includeSearch: false }}
      className="page-link"
      onClick={onFollow}
    />
  );
}
