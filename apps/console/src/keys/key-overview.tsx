import type { KeySectionProps } from './key-section-props.js';
import { ScopeList } from '../components/scope-list.js';

export function KeyOverview({ item }: KeySectionProps) {
  return <ScopeList scopes={item.scopes} />;
}
