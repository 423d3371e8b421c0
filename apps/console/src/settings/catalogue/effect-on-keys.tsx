import { Alert, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../api/client.js';
import { NameList } from './name-list.js';

/** Which keys could do more or less than before. */
export function EffectOnKeys({ keys }: { readonly keys: Schemas['KeysEffect'] }) {
  const { t } = useTranslation('settings');
  const { widened, narrowed, complete, items, scopesNamingNothing } = keys;
  return (
    <>
      {widened + narrowed === 0 && <Text size="sm">{t('preview.noKeys')}</Text>}
      {widened > 0 && <Text size="sm">{t('preview.widened', { count: widened })}</Text>}
      {narrowed > 0 && <Text size="sm">{t('preview.narrowed', { count: narrowed })}</Text>}
      {items?.map((key) => (
        <KeyEffect key={key.id} effect={key} />
      ))}
      {!complete && (
        <Text size="sm" c="dimmed">
          {t('preview.incomplete')}
        </Text>
      )}
      {scopesNamingNothing.total > 0 && (
        <Alert color="yellow" title={t('preview.namingNothing', { count: scopesNamingNothing.total })}>
          <ul className="change-names">
            {scopesNamingNothing.items.map(({ scope, keys: count }) => (
              <li key={scope}>
                {scope} ({t('preview.heldBy', { count })})
              </li>
            ))}
          </ul>
        </Alert>
      )}
    </>
  );
}

function KeyEffect({ effect }: { readonly effect: Schemas['KeyEffect'] }) {
  const { t } = useTranslation('settings');
  return (
    <div>
      <Text size="sm" fw={500} className="any-text">
        {effect.name}
      </Text>
      <NameList mark="+" label={t('preview.gains', { count: effect.gained.total })} names={effect.gained} />
      <NameList mark="−" label={t('preview.loses', { count: effect.lost.total })} names={effect.lost} />
    </div>
  );
}
