import { init } from '@vestibule/rules';
import { mount } from 'svelte';
import App from './App.svelte';
import './app.css';

// The rules are there by the time it is known who is signed in. What goes wrong is said where they are needed.
init().catch(() => {});
mount(App, { target: document.body });
