import { Modal, Radio, Stack } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, api, type Schemas } from '../../api/client.js';
import { ChangeDialog } from '../change/change-dialog.js';
import { useKeyChange } from '../change/use-key-change.js';
import { NewValue } from '../create/new-value.js';

const overlaps = {
  drained: { overlap: 'until-drained', unusedFor: 'P1D', atMost: 'P30D' },
  week: { overlap: 'P7D' },
  day: { overlap: 'P1D' },
  none: { overlap: 'PT0S' },
} as const;

type Overlap = keyof typeof overlaps;

interface RotateDialogProps {
  readonly item: Schemas['Key'];
  readonly onClose: () => void;
}

/** Makes the successor and shows its value, once; both keys work until the overlap is over. */
export function RotateDialog({ item, onClose }: RotateDialogProps) {
  const { t } = useTranslation('keys');
  const queries = useQueryClient();
  const [overlap, setOverlap] = useState<Overlap>('drained');
  const [rotated, setRotated] = useState<Schemas['KeyRotated'] | null>(null);
  const change = useKeyChange(item, () => undefined);
  if (rotated !== null) {
    return (
      <Modal
        title={t('rotate.done')}
        opened
        onClose={() => undefined}
        withCloseButton={false}
        closeOnEscape={false}
        size="lg"
      >
        <NewValue
          created={rotated}
          onDone={() => {
            onClose();
            void queries.invalidateQueries({ queryKey: ['keys'] });
          }}
        />
      </Modal>
    );
  }
  return (
    <ChangeDialog
      title={t('rotate.title', { name: item.name })}
      text={t('rotate.text')}
      action={t('rotate.action')}
      onClose={onClose}
      change={change}
      send={async (header) => {
        const params = { path: { id: item.id }, header: { 'If-Match': header['If-Match'] } };
        const answer = await answerOf(api.POST('/v1/keys/{id}/rotate', { params, body: overlaps[overlap] }));
        setRotated(answer);
        return { position: answer.position };
      }}
    >
      <Radio.Group
        label={t('rotate.overlap')}
        value={overlap}
        onChange={(chosen) => setOverlap(chosen) /* the values are those below */}
      >
        <Stack gap={6} mt={4}>
          {(['drained', 'week', 'day', 'none'] as const).map((one) => (
            <Radio key={one} value={one} label={t(`rotate.overlaps.${one}`)} />
          ))}
        </Stack>
      </Radio.Group>
    </ChangeDialog>
  );
}
