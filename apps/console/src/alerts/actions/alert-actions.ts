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

type KeyStatus = Schemas['Key']['status'];

const ofKey: Readonly<Record<'disable' | 'revoke', readonly KeyStatus[]>> = {
  disable: ['active'],
  revoke: ['active', 'disabled', 'expired'],
};

/**
 * What makes sense now.
 *
 * @param keyStatus undefined: nobody knows; the server will say whether it can be done
 */
export function sensibleActions({ status, keyId }: Alert, keyStatus?: KeyStatus): readonly AlertAction[] {
  return alertActions.filter((action) => {
    if (action === 'acknowledge') return status === 'open';
    if (action === 'resolve') return status !== 'resolved';
    if (action === 'mute') return true;
    return keyId !== null && (keyStatus === undefined || ofKey[action].includes(keyStatus));
  });
}
