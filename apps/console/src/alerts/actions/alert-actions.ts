import type { SystemOperation } from '@keyledger/domain';
import type { Schemas } from '../../api/client.js';

export const alertActions = ['acknowledge', 'resolve', 'mute', 'disable', 'revoke'] as const;
export type AlertAction = (typeof alertActions)[number];

export const requiredFor: Readonly<Record<AlertAction, SystemOperation>> = {
  acknowledge: 'HandleAlerts',
  resolve: 'HandleAlerts',
  mute: 'MuteAlerts',
  disable: 'DisableKey',
  revoke: 'RevokeKey',
};

type Alert = Pick<Schemas['Alert'], 'status' | 'keyId'>;

/** What makes sense now. What has become of the key meanwhile is said where it is acted on. */
export function sensibleActions({ status, keyId }: Alert): readonly AlertAction[] {
  return alertActions.filter((action) => {
    if (action === 'acknowledge') return status === 'open';
    if (action === 'resolve') return status !== 'resolved';
    return action === 'mute' || keyId !== null;
  });
}
