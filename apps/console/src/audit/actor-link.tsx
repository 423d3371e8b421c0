import { Text } from '@mantine/core';
import { PageAnchor } from '../components/links.js';
import { useMay } from '../session/use-session.js';

/** Admin keys are keys of this account. */
const accountOfAdmins = 'system';
const ownActors = 'system:';

/** Whoever did something: an admin key, or Keyledger itself. */
export function ActorLink({ actor }: { readonly actor: string }) {
  const mayLook = useMay()('GetKey', accountOfAdmins);
  if (actor.startsWith(ownActors) || !mayLook) {
    return (
      <Text component="span" size="sm" ff="monospace">
        {actor}
      </Text>
    );
  }
  return (
    <PageAnchor
      to="/accounts/$account/keys/$key"
      params={{ account: accountOfAdmins, key: actor }}
      size="sm"
      ff="monospace"
    >
      {actor}
    </PageAnchor>
  );
}
