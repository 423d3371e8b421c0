import { Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useNumber } from './use-number.js';

interface TotalsProps {
  readonly accepted: number;
  readonly refused: number;
}

/** The numbers that are asked for first. */
export function Totals({ accepted, refused }: TotalsProps) {
  const { t } = useTranslation('usage');
  const number = useNumber();
  const all = accepted + refused;
  const share = all === 0 ? 0 : (refused / all) * 100;
  return (
    <Group component="dl" gap="lg" m={0} mb="md">
      <Total name={t('requests')} value={number(all)} />
      <Total name={t('accepted')} value={number(accepted)} />
      <Total name={t('refused')} value={number(refused)} />
      <Total name={t('refusedShare')} value={`${number(share)} %`} />
    </Group>
  );
}

function Total({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <div>
      <Text component="dt" size="xs" c="dimmed">
        {name}
      </Text>
      <Text component="dd" m={0} fz={22} fw={600} lh={1.3}>
        {value}
      </Text>
    </div>
  );
}
