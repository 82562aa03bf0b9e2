import { WORDPRESS_PATH } from '@clianta/crm-core/marketing/form/form-at';
import { VERSION } from '@clianta/crm-core/version';
import { Router } from 'express';
import { defineRoutes } from '../api/define-routes.ts';

/**
 * A plugin for WordPress, one file: shortcodes for forms, landing pages' forms and the visitors' chat. It holds the address of this
 * server and nothing that opens anything.
 */
export const wordpressRoutes = defineRoutes({
  at: 'page',
  routes({ crm: { links } }) {
    const router = Router();
    router.get(WORDPRESS_PATH, (_request, response) => {
      response
        .attachment('clianta.php')
        .type('text/plain')
        .send(pluginOf(links.address('')));
    });
    return router;
  },
});

const pluginOf = (server: string): string => `<?php
/*
Plugin Name: Clianta
Description: [clianta_form key="..."] puts a form on a page, [clianta_chat site="..."] the chat for visitors.
Version: ${VERSION}
License: MIT
*/
if (!defined('ABSPATH')) exit;

function clianta_server() { return '${server.replace(/[^\w.:/-]/g, '')}'; }

// no nonce and no time stands in the page, which a cache may hand to everybody: the script fetches its own
function clianta_form($given) {
  $given = shortcode_atts(array('key' => ''), $given, 'clianta_form');
  if (!preg_match('/^[A-Za-z0-9_-]{8,40}$/', $given['key'])) return '';
  wp_enqueue_script('clianta-forms', clianta_server() . '/forms/embed.js', array(), null, true);
  return '<div data-clianta-form="' . esc_attr($given['key']) . '"></div>';
}
add_shortcode('clianta_form', 'clianta_form');

function clianta_chat($given) {
  $given = shortcode_atts(array('site' => ''), $given, 'clianta_chat');
  if (!preg_match('/^[A-Za-z0-9_-]{8,40}$/', $given['site'])) return '';
  return '<script async data-visitors data-site="' . esc_attr($given['site']) . '" src="' . esc_url(clianta_server() . '/widget.js') . '"></script>';
}
add_shortcode('clianta_chat', 'clianta_chat');
`;
