/** Who one is, and how the page is to look and listen. */
import { useState } from 'react';
import { Menu, useMantineColorScheme } from '@mantine/core';
import { queryClient } from '../service/calls.ts';
import { session } from '../service/session.ts';
import { words } from '../words/words.ts';
import { singleKeys } from './commands.ts';
import { density } from './density.ts';
import css from './frame.module.css';

const initials = (name: string): string =>
  name
    .split(' ')
    .map((part) => part[0] ?? '')
    .slice(0, 2)
    .join('');

export function Me() {
  const person = session.get()?.person;
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const [keys, setKeys] = useState(singleKeys.isOn);
  const [isCompact, setCompact] = useState(density.isCompact);
  if (!person) return null;
  const scheme = (value: 'light' | 'dark' | 'auto', label: string) => (
    <Menu.Item
      role="menuitemradio"
      aria-checked={colorScheme === value}
      onClick={() => setColorScheme(value)}
      rightSection={colorScheme === value ? '✓' : null}
    >
      {label}
    </Menu.Item>
  );
  return (
    <Menu position="bottom-end" width={220} withinPortal>
      <Menu.Target>
        <button type="button" className={css['me']} aria-label={words.me.menu(person.name)}>
          {initials(person.name)}
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{person.name}</Menu.Label>
        {scheme('light', words.me.light)}
        {scheme('dark', words.me.dark)}
        {scheme('auto', words.me.system)}
        <Menu.Divider />
        <Menu.Item
          role="menuitemcheckbox"
          aria-checked={isCompact}
          rightSection={isCompact ? '✓' : null}
          onClick={() => {
            density.set(!isCompact);
            setCompact(!isCompact);
          }}
        >
          {words.me.compact}
        </Menu.Item>
        <Menu.Item
          role="menuitemcheckbox"
          aria-checked={keys}
          rightSection={keys ? '✓' : null}
          onClick={() => {
            singleKeys.set(!keys);
            setKeys(!keys);
          }}
        >
          {words.me.keys}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item
          onClick={() => {
            queryClient.clear();
            session.set(null);
          }}
        >
          {words.me.signOut}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
