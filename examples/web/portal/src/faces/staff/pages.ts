// The pages of staff: each is fetched when it is opened first. A new one is a line here and a folder beside this file.
import type { Component } from 'svelte';
import type { IconName } from '../../lib/ui/Icon.svelte';
import type { PageName } from './words';

export interface Page {
  /** The first part of the path, after `#/`. */
  path: string;
  name: PageName;
  icon: IconName;
  load: () => Promise<{ default: Component }>;
}

export const pages: Page[] = [
  { path: '', name: 'dashboard', icon: 'home', load: () => import('./dashboard/Dashboard.svelte') },
  { path: 'figures', name: 'figures', icon: 'chart', load: () => import('./figures/Figures.svelte') },
  { path: 'residents', name: 'residents', icon: 'people', load: () => import('./residents/Residents.svelte') },
  { path: 'guests', name: 'guests', icon: 'key', load: () => import('./guests/Guests.svelte') },
  { path: 'amenities', name: 'amenities', icon: 'car', load: () => import('./amenities/Amenities.svelte') },
  { path: 'intercom', name: 'intercom', icon: 'phone', load: () => import('./intercom/Intercom.svelte') },
  { path: 'consoles', name: 'consoles', icon: 'panel', load: () => import('./consoles/Consoles.svelte') },
  { path: 'audit', name: 'audit', icon: 'history', load: () => import('./audit/Audit.svelte') },
  { path: 'privacy', name: 'privacy', icon: 'shield', load: () => import('./privacy/Privacy.svelte') },
];
