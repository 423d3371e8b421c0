import { Button, Switch } from '@mantine/core';
import { IconBan, IconRotate } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../api/client.js';
import { useMay } from '../session/use-session.js';
import { EnableDialog, ReasonDialog } from './change/reason-dialogs.js';
import { RotateDialog } from './rotation/rotate-dialog.js';

interface KeyActionsProps {
  readonly item: Schemas['Key'];
  /** Is told the position of a change that took something away. */
  readonly onRestricted: (position: string) => void;
}

type Opened = 'disable' | 'enable' | 'revoke' | 'rotate' | null;

/** What can be done with the key as it is now, by whoever is signed in. */
export function KeyActions({ item, onRestricted }: KeyActionsProps) {
  const { t } = useTranslation('keys');
  const may = useMay();
  const [opened, setOpened] = useState<Opened>(null);
  const close = () => setOpened(null);
  const restricted = (position: string) => {
    close();
    onRestricted(position);
  };
  const usable = item.status === 'active' || item.status === 'disabled';
  const enabled = item.status === 'active';
  const maySwitch = usable && may(enabled ? 'DisableKey' : 'EnableKey', item.account);
  return (
    <>
      {maySwitch && (
        <Switch
          label={t('enabled')}
          checked={enabled}
          onChange={() => setOpened(enabled ? 'disable' : 'enable')}
        />
      )}
      {usable && item.rotation === null && may('RotateKey', item.account) && (
        <Button variant="default" leftSection={<IconRotate size={16} />} onClick={() => setOpened('rotate')}>
          {t('rotate.open')}
        </Button>
      )}
      {item.status !== 'revoked' && item.status !== 'rotated' && may('RevokeKey', item.account) && (
        <Button
          color="red"
          variant="outline"
          leftSection={<IconBan size={16} />}
          onClick={() => setOpened('revoke')}
        >
          {t('revoke.open')}
        </Button>
      )}
      {(opened === 'disable' || opened === 'revoke') && (
        <ReasonDialog kind={opened} item={item} onClose={close} onDone={restricted} />
      )}
      {opened === 'enable' && <EnableDialog item={item} onClose={close} onDone={close} />}
      {opened === 'rotate' && <RotateDialog item={item} onClose={close} />}
    </>
  );
}
