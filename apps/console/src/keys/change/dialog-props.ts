import type { Schemas } from '../../api/client.js';

/** What every dialog that changes a key is given. It is shown as long as it is there. */
export interface DialogProps {
  readonly item: Schemas['Key'];
  readonly onClose: () => void;
  /** Is told the position of the change. */
  readonly onDone: (position: string) => void;
}
