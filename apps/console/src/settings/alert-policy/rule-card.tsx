import { Card, Group, NumberInput, Select, SimpleGrid, Stack, Switch, Text } from '@mantine/core';
import { alertResponses, alertSeverities } from '@keyledger/domain';
import { useTranslation } from 'react-i18next';
import { useKnownText } from '../../i18n/use-known-text.js';
import { type RulePolicy, withSetting } from './rule-policies.js';

interface RuleCardProps {
  readonly rule: string;
  readonly policy: RulePolicy;
  /** The numbers of the rule where the account has set none. */
  readonly defaults: Readonly<Record<string, number>>;
  readonly readOnly: boolean;
  readonly onChange: (policy: RulePolicy) => void;
}

export function RuleCard(props: RuleCardProps) {
  const { rule, policy, defaults, readOnly, onChange } = props;
  const { t } = useTranslation('settings');
  const knownText = useKnownText('settings');
  const title = knownText(`rule.${rule}.title`) ?? rule;
  return (
    <Card component="section" aria-label={title}>
      <Group align="flex-start" gap="md">
        <Switch
          flex="1 1 300px"
          label={title}
          description={knownText(`rule.${rule}.text`)}
          checked={policy.enabled}
          disabled={readOnly}
          onChange={(event) => onChange({ ...policy, enabled: event.currentTarget.checked })}
        />
        {policy.enabled && <Choices {...props} />}
      </Group>
      {policy.enabled && Object.keys(defaults).length > 0 && (
        <details className="rule-numbers">
          <summary>
            <Text component="span" size="sm">
              {t('policy.numbers', { count: Object.keys(policy.settings).length })}
            </Text>
          </summary>
          <SimpleGrid cols={{ base: 1, xs: 2, md: 4 }} mt="xs">
            {Object.entries(defaults).map(([name, byDefault]) => (
              <NumberInput
                key={name}
                label={name}
                placeholder={String(byDefault)}
                readOnly={readOnly}
                value={policy.settings[name] ?? ''}
                onChange={(value) =>
                  onChange(withSetting(policy, name, typeof value === 'number' ? value : undefined))
                }
              />
            ))}
          </SimpleGrid>
        </details>
      )}
    </Card>
  );
}

const byRule = 'as-judged';

function Choices({ policy, readOnly, onChange }: RuleCardProps) {
  const { t } = useTranslation('settings');
  const { t: common } = useTranslation('common');
  return (
    <Stack gap={6} flex="0 1 420px">
      <Group gap="xs" grow align="flex-start">
        <Select
          label={t('policy.severity')}
          size="xs"
          allowDeselect={false}
          disabled={readOnly}
          value={policy.severity ?? byRule}
          data={[
            { value: byRule, label: t('policy.asJudged') },
            ...alertSeverities.map((value) => ({ value, label: common(`status.${value}`) })),
          ]}
          onChange={(chosen) => {
            const severity = alertSeverities.find((each) => each === chosen) ?? null;
            onChange({ ...policy, severity });
          }}
        />
        <Select
          label={t('policy.response')}
          size="xs"
          allowDeselect={false}
          disabled={readOnly}
          value={policy.response}
          data={alertResponses.map((value) => ({ value, label: t(`policy.responses.${value}`) }))}
          onChange={(chosen) => {
            const response = alertResponses.find((each) => each === chosen) ?? 'none';
            onChange({ ...policy, response });
          }}
        />
      </Group>
      {policy.response !== 'none' && (
        <Text size="xs" c="dimmed">
          {t('policy.responseHint')}
        </Text>
      )}
    </Stack>
  );
}
