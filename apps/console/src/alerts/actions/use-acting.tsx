import { useState } from 'react';
import type { Schemas } from '../../api/client.js';
import type { AlertAction } from './alert-actions.js';
import { CommentDialog } from './comment-dialog.js';
import { KeyDialog } from './key-dialog.js';
import { MuteDialog } from './mute-dialog.js';

type Alert = Schemas['Alert'];

export type ChooseAction = (alert: Alert, action: AlertAction) => void;

/**
 * The dialog of what was chosen to be done about an alert. It belongs to the page: the alert may leave its list while
 * somebody is writing.
 *
 * @param onRestricted is told the position of a change that took something away from a key
 */
export function useActing(onRestricted: (position: string) => void) {
  const [chosen, setChosen] = useState<{ readonly alert: Alert; readonly action: AlertAction } | null>(null);
  const close = () => setChosen(null);
  const restricted = (position: string) => {
    close();
    onRestricted(position);
  };
  const choose: ChooseAction = (alert, action) => setChosen({ alert, action });
  return { choose, dialog: chosen && dialogOf(chosen.alert, chosen.action, close, restricted) } as const;
}

function dialogOf(
  alert: Alert,
  action: AlertAction,
  onClose: () => void,
  onRestricted: (position: string) => void,
) {
  switch (action) {
    case 'acknowledge':
    case 'resolve':
      return <CommentDialog action={action} alert={alert} onClose={onClose} />;
    case 'mute':
      return <MuteDialog alert={alert} onClose={onClose} />;
    case 'disable':
    case 'revoke':
      return <KeyDialog kind={action} keyId={alert.keyId ?? ''} onClose={onClose} onDone={onRestricted} />;
  }
}
