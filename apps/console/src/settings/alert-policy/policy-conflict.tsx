import { useTranslation } from 'react-i18next';
import { ConflictAlert } from '../../components/conflict-alert.js';
import { useKnownText } from '../../i18n/use-known-text.js';
import type { PolicyChange } from './alert-policy-query.js';
import { type RulePolicy, changedRules } from './rule-policies.js';

interface PolicyConflictProps {
  readonly change: Pick<PolicyChange, 'conflict'>;
  readonly onAccept: () => void;
}

/** Which rules somebody else has changed meanwhile. */
export function PolicyConflict({ change: { conflict }, onAccept }: PolicyConflictProps) {
  const { t } = useTranslation('settings');
  const knownText = useKnownText('settings');
  const textOf = usePolicyText();
  if (conflict === null) return null;
  const [before, now] = [conflict.before.rules, conflict.now.rules];
  return (
    <ConflictAlert
      title={t('conflict.title')}
      differences={changedRules(before, now).map((rule) => ({
        what: knownText(`rule.${rule}.title`) ?? rule,
        before: textOf(before[rule]),
        now: textOf(now[rule]),
      }))}
      onAccept={onAccept}
    />
  );
}

/** `on · high · disables the key · factor 5`. */
function usePolicyText(): (policy: RulePolicy | undefined) => string {
  const { t } = useTranslation('settings');
  const { t: common } = useTranslation('common');
  return (policy) => {
    if (policy === undefined) return t('conflict.none');
    const { enabled, severity, response, settings } = policy;
    return [
      t(enabled ? 'conflict.on' : 'conflict.off'),
      severity === null ? t('policy.asJudged') : common(`status.${severity}`),
      t(`policy.responses.${response}`),
      ...Object.entries(settings).map(([name, value]) => `${name} ${value}`),
    ].join(' · ');
  };
}
