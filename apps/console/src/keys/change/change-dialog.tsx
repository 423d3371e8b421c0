import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorState } from '../../components/error-state.js';
import { ConflictNotice } from './conflict-notice.js';
import type { Change, KeyChange } from './use-key-change.js';

interface ChangeDialogProps {
  readonly title: string;
  readonly text?: string;
  /** The verb. */
  readonly action: string;
  readonly dangerous?: boolean;
  readonly onClose: () => void;
  readonly change: KeyChange;
  /** What is sent. */
  readonly send: Change;
  /** False: something in the fields is missing or wrong. */
  readonly ready?: boolean;
  readonly children?: ReactNode;
}

/** A form that changes a key. What was filled in stays where the change fails or somebody else was faster. */
export function ChangeDialog(props: ChangeDialogProps) {
  const { t } = useTranslation('common');
  const { title, text, change, send, ready = true, onClose } = props;
  const sendable = ready && change.conflict === null;
  return (
    <Modal opened onClose={onClose} title={title} size="lg" closeButtonProps={{ 'aria-label': t('close') }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (sendable) change.run(send);
        }}
      >
        <Stack>
          {text !== undefined && <Text size="sm">{text}</Text>}
          {props.children}
          <ConflictNotice change={change} />
          {change.error !== null && <ErrorState error={change.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('cancel')}
            </Button>
            <Button
              type="submit"
              loading={change.pending}
              disabled={!sendable}
              color={props.dangerous === true ? 'red' : undefined}
            >
              {props.action}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
