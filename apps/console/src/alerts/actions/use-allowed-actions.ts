import type { Schemas } from '../../api/client.js';
import { useMay } from '../../session/use-session.js';
import { useKeyOfAlert } from '../key-of-alert.js';
import { type AlertAction, requiredFor, sensibleActions } from './alert-actions.js';

/** What makes sense about an alert, and whoever is signed in may do. */
export function useAllowedActions(alert: Schemas['Alert']): readonly AlertAction[] {
  const may = useMay();
  const key = useKeyOfAlert(alert);
  return sensibleActions(alert, key?.status).filter((action) => may(requiredFor[action], alert.account));
}
