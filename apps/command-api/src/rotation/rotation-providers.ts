import { KeyMinting } from '../keys/key-minting.js';
import { KeyWriter } from '../keys/key-writer.js';
import { Ledger } from '../ledger/ledger.js';
import { KeyRotation } from './key-rotation.js';
import { rotationCommandHandlers } from './rotation-commands.js';

export const rotationProviders = [
  {
    provide: KeyRotation,
    inject: [Ledger, KeyMinting, KeyWriter],
    useFactory: (ledger: Ledger, minting: KeyMinting, writer: KeyWriter) =>
      new KeyRotation(ledger, minting, writer),
  },
  ...rotationCommandHandlers,
];
