import { Button, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorState } from '../../components/error-state.js';
import { LoadingState } from '../../components/loading-state.js';
import { useNotify } from '../../components/use-notify.js';
import { useMay } from '../../session/use-session.js';
import type { SectionProps } from '../section-props.js';
import { rebased } from '../rebased.js';
import { type TaggedPolicy, useAlertPolicy, useChangingPolicy } from './alert-policy-query.js';
import { PolicyConflict } from './policy-conflict.js';
import { RuleCard } from './rule-card.js';
import { type RulePolicies, samePolicies, samePolicy } from './rule-policies.js';

/** Which rules watch the account's keys, how bad each is, and what Keyledger does by itself. */
export function AlertPolicySection({ account }: SectionProps) {
  const found = useAlertPolicy(account);
  if (found.data === undefined) {
    return found.error === null ? (
      <LoadingState />
    ) : (
      <ErrorState error={found.error} onRetry={() => void found.refetch()} />
    );
  }
  return <PolicyForm account={account} policy={found.data} />;
}

interface PolicyFormProps {
  readonly account: string;
  readonly policy: TaggedPolicy;
}

function PolicyForm({ account, policy }: PolicyFormProps) {
  const { t } = useTranslation('settings');
  const { t: common } = useTranslation('common');
  const notify = useNotify();
  const mayChange = useMay()('ChangeAlertPolicy', account);
  const [saved, setSaved] = useState(policy.rules);
  const [draft, setDraft] = useState<RulePolicies>(policy.rules);
  const change = useChangingPolicy(account, policy, (rules) => {
    setSaved(rules);
    notify('done', t('saved'));
  });
  const goOn = () => {
    if (change.conflict === null) return;
    const { rules } = change.conflict.now;
    setSaved(rules);
    setDraft(rebased(saved, draft, rules, samePolicy));
    change.accept();
  };
  const changed = !samePolicies(saved, draft);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (changed && change.conflict === null) change.run(draft);
      }}
    >
      <Stack>
        <Text size="sm" c="dimmed">
          {t('policy.purpose')}
        </Text>
        {Object.entries(draft).map(([rule, wanted]) => (
          <RuleCard
            key={rule}
            rule={rule}
            policy={wanted}
            defaults={policy.defaults[rule] ?? {}}
            readOnly={!mayChange}
            onChange={(next) => setDraft({ ...draft, [rule]: next })}
          />
        ))}
        <PolicyConflict change={change} onAccept={goOn} />
        {change.error !== null && <ErrorState error={change.error} />}
        {mayChange && (
          <Group justify="flex-end" className="sticky-actions">
            <Button variant="default" disabled={!changed} onClick={() => setDraft(saved)}>
              {common('cancel')}
            </Button>
            <Button type="submit" disabled={!changed || change.conflict !== null} loading={change.pending}>
              {common('save')}
            </Button>
          </Group>
        )}
      </Stack>
    </form>
  );
}
