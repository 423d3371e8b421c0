import { Button, Group } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../api/client.js';
import { useMay } from '../session/use-session.js';
import { BulkDialog } from './bulk-dialog.js';
import { isApplicable } from './bulk-plan.js';
import { type ProposalPart, requirementOf } from './proposal-parts.js';

type Reviewed = Schemas['ReviewedKey'];

/** Which of the keys that are shown are ticked. */
export function useBulkChoice(account: string, shown: readonly Reviewed[]) {
  const may = useMay();
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const mayApply = (part: ProposalPart) => may(requirementOf[part], account);
  const applicable = shown.filter((reviewed) => isApplicable(reviewed, mayApply));
  return {
    mayApply,
    applicable,
    chosen: applicable.filter(({ key }) => ticked.has(key.id)),
    isApplicable: (reviewed: Reviewed) => isApplicable(reviewed, mayApply),
    tick: (ids: readonly string[], on: boolean) =>
      setTicked((before) => new Set([...before].filter((id) => !ids.includes(id)).concat(on ? ids : []))),
  };
}

export type BulkChoiceState = ReturnType<typeof useBulkChoice>;

interface BulkActionsProps {
  readonly account: string;
  readonly choice: BulkChoiceState;
  readonly onApplied: (position: string) => void;
}

/** Ticks all that are shown, and opens what would be done to those that are ticked. */
export function BulkActions({ account, choice, onApplied }: BulkActionsProps) {
  const { t } = useTranslation('review');
  // As they were when the dialog was opened: the list behind it moves on.
  const [opened, setOpened] = useState<readonly Reviewed[] | null>(null);
  const { applicable, chosen, mayApply, tick } = choice;
  const ids = applicable.map(({ key }) => key.id);
  const all = chosen.length === applicable.length;
  const close = () => {
    setOpened(null);
    tick(ids, false);
  };
  return (
    <>
      {applicable.length > 0 && (
        <Group gap="xs" mb="sm">
          <Button size="compact-sm" variant="default" onClick={() => tick(ids, !all)}>
            {all ? t('bulk.tickNone') : t('bulk.tickAll', { count: applicable.length })}
          </Button>
          <Button size="compact-sm" disabled={chosen.length === 0} onClick={() => setOpened(chosen)}>
            {t('bulk.open', { count: chosen.length })}
          </Button>
        </Group>
      )}
      {opened !== null && (
        <BulkDialog
          account={account}
          chosen={opened}
          mayApply={mayApply}
          onClose={close}
          onApplied={onApplied}
        />
      )}
    </>
  );
}
