import { Anchor, type AnchorProps, Button, type ButtonProps } from '@mantine/core';
import { createLink } from '@tanstack/react-router';
import type { ComponentPropsWithRef } from 'react';

type AnchorElementProps = AnchorProps & Omit<ComponentPropsWithRef<'a'>, keyof AnchorProps>;
type ButtonElementProps = ButtonProps & Omit<ComponentPropsWithRef<'a'>, keyof ButtonProps>;

/** A link to another page, in Mantine's dress: takes `to`, `params`, `search`. */
export const PageAnchor = createLink((props: AnchorElementProps) => <Anchor {...props} />);

/** The same as a button. */
export const ButtonLink = createLink((props: ButtonElementProps) => <Button component="a" {...props} />);
