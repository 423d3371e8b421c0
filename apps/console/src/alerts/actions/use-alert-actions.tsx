import { useState } from 'react';
import type { Schemas } from '../../api/client.js';
import { useMay } from '../../session/use-session.js';
import { CommentDialog } from './comment-dialog.js';
import { type AlertAction, requiredFor, sensibleActions } from './alert-actions.js';
import { KeyDialog } from './key-dialog.js';
import { MuteDialog } from './mute-dialog.js';

export interface AlertActionsProps {
  readonly alert: Schemas['Alert'];
  /** Is told the position of a change that took something away from the key. */
  readonly onRestricted: (position: string) => void;
}

/** What whoever is signed in may do about an alert, and the dialog of what was chosen. */
export function useAlertActions({ alert, onRestricted }: AlertActionsProps) {
  const may = useMay();
  const [chosen, setChosen] = useState<AlertAction | null>(null);
  const close = () => setChosen(null);
  const actions = sensibleActions(alert).filter((action) => may(requiredFor[action], alert.account));
  const restricted = (position: string) => {
    close();
    onRestricted(position);
  };
  const dialog = (
    <>
      {(chosen === 'acknowledge' || chosen === 'resolve') && (
        <CommentDialog action={chosen} alert={alert} onClose={close} />
      )}
      {chosen === 'mute' && <MuteDialog alert={alert} onClose={close} />}
      {(chosen === 'disable' || chosen === 'revoke') && (
        <KeyDialog kind={chosen} keyId={alert.keyId ?? ''} onClose={close} onDone={restricted} />
      )}
    </>
  );
  return { actions, choose: setChosen, dialog } as const;
}
