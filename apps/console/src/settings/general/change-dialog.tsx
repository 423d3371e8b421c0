import type { ComponentProps } from 'react';
import { ConfirmAction } from '../../components/confirm-action.js';
import { AccountConflict } from './account-conflict.js';
import type { AccountChange } from './use-account-change.js';

type ConfirmActionProps = ComponentProps<typeof ConfirmAction>;

interface ChangeDialogProps extends Pick<
  ConfirmActionProps,
  'title' | 'text' | 'action' | 'dangerous' | 'ready' | 'onClose' | 'children'
> {
  /** What is done when it is confirmed. */
  readonly change: AccountChange<void>;
}

/** Asks before something about an account is changed, and shows what somebody else has changed meanwhile. */
export function ChangeDialog({ change, ready = true, children, ...shown }: ChangeDialogProps) {
  return (
    <ConfirmAction
      {...shown}
      opened
      onConfirm={() => change.run(undefined)}
      pending={change.pending}
      error={change.error}
      ready={ready && change.conflict === null}
    >
      {children}
      <AccountConflict change={change} onAccept={change.accept} />
    </ConfirmAction>
  );
}
