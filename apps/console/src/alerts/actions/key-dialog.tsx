import { Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ErrorState } from '../../components/error-state.js';
import { LoadingState } from '../../components/loading-state.js';
import { ReasonDialog } from '../../keys/change/reason-dialogs.js';
import { useKey } from '../../keys/key-query.js';

interface KeyDialogProps {
  readonly kind: 'disable' | 'revoke';
  readonly keyId: string;
  readonly onClose: () => void;
  /** Is told the position of the change. */
  readonly onDone: (position: string) => void;
}

/** Takes the key of an alert out of use, as it would be done on its own page. */
export function KeyDialog({ kind, keyId, onClose, onDone }: KeyDialogProps) {
  const { t } = useTranslation('alerts');
  const { t: common } = useTranslation('common');
  const { data, error, refetch } = useKey(keyId);
  if (data !== undefined) return <ReasonDialog kind={kind} item={data} onClose={onClose} onDone={onDone} />;
  return (
    <Modal
      opened
      onClose={onClose}
      title={t(`action.${kind}`)}
      closeButtonProps={{ 'aria-label': common('close') }}
    >
      {error === null ? (
        <LoadingState lines={3} />
      ) : (
        <ErrorState error={error} onRetry={() => void refetch()} />
      )}
    </Modal>
  );
}
