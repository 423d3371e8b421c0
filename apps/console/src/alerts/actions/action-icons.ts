import {
  IconBan,
  IconBellOff,
  IconCircleCheck,
  IconEye,
  IconPlayerStop,
  type TablerIcon,
} from '@tabler/icons-react';
import type { AlertAction } from './alert-actions.js';

export const actionIcons: Readonly<Record<AlertAction, TablerIcon>> = {
  acknowledge: IconEye,
  resolve: IconCircleCheck,
  mute: IconBellOff,
  disable: IconPlayerStop,
  revoke: IconBan,
};
