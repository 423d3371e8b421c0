import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorState } from './error-state.js';

interface ConfirmActionProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly title: string;
  /** What will happen, in a sentence or two. */
  readonly text: string;
  /** The verb: `Revoke`. */
  readonly action: string;
  readonly onConfirm: () => void;
  readonly pending: boolean;
  readonly error: unknown;
  readonly dangerous?: boolean;
  /** False: something is still missing in the fields. */
  readonly ready?: boolean;
  /** Fields that go with it, such as a reason. */
  readonly children?: ReactNode;
}

/** Asks before something is done. A second click while it is under way does nothing; a failure stays here with its fields. */
export function ConfirmAction(props: ConfirmActionProps) {
  const { t } = useTranslation('common');
  const { opened, onClose, title, text, pending, error, ready = true } = props;
  return (
    <Modal opened={opened} onClose={onClose} title={title} closeButtonProps={{ 'aria-label': t('close') }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!pending && ready) props.onConfirm();
        }}
      >
        <Stack>
          <Text size="sm">{text}</Text>
          {props.children}
          {error !== null && error !== undefined && <ErrorState error={error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('cancel')}
            </Button>
            <Button
              type="submit"
              loading={pending}
              disabled={!ready}
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
