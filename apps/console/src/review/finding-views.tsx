import { Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ErrorState } from '../components/error-state.js';
import { ButtonLink } from '../components/links.js';
import { type Finding, findings } from './findings.js';
import { useReviewSummary } from './review-query.js';

interface FindingViewsProps {
  readonly account: string;
  /** Undefined: all keys. */
  readonly chosen: Finding | undefined;
}

/** Saved views with the number of keys in each. */
export function FindingViews({ account, chosen }: FindingViewsProps) {
  const { t } = useTranslation('review');
  const { data, error, refetch } = useReviewSummary(account);
  if (data === undefined && error !== null)
    return <ErrorState error={error} onRetry={() => void refetch()} />;
  const countOf = (finding: Finding) => data?.findings.find((each) => each.finding === finding)?.keys;
  return (
    <>
      <Group gap="xs" mb="sm" component="nav" aria-label={t('views')}>
        <View account={account} name={t('all')} count={data?.keys} current={chosen === undefined} />
        {findings.map((finding) => (
          <View
            key={finding}
            account={account}
            finding={finding}
            name={t(`finding.${finding}.title`)}
            count={countOf(finding)}
            current={chosen === finding}
          />
        ))}
      </Group>
      {chosen !== undefined && (
        <Text size="sm" c="dimmed" mb="sm">
          {t(`finding.${chosen}.text`)}
        </Text>
      )}
    </>
  );
}

interface ViewProps {
  readonly account: string;
  readonly finding?: Finding;
  readonly name: string;
  /** Undefined: not known yet. */
  readonly count: number | undefined;
  readonly current: boolean;
}

function View({ account, finding, name, count, current }: ViewProps) {
  return (
    <ButtonLink
      to="/accounts/$account/review"
      params={{ account }}
      search={finding === undefined ? {} : { finding }}
      size="compact-sm"
      variant={current ? 'filled' : 'default'}
      aria-current={current ? 'page' : undefined}
      activeOptions={{ exact: true, includeSearch: true }}
      rightSection={
        <Text component="span" size="xs" fw={600}>
          {count ?? '…'}
        </Text>
      }
    >
      {name}
    </ButtonLink>
  );
}
