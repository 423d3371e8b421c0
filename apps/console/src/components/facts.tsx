import type { ReactNode } from 'react';

/** Names and what they are: `Owner — finance@acme.example`. */
export function Facts({ items }: { readonly items: readonly (readonly [name: string, fact: ReactNode])[] }) {
  return (
    <dl className="facts">
      {items.map(([name, fact]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd className="any-text">{fact}</dd>
        </div>
      ))}
    </dl>
  );
}
