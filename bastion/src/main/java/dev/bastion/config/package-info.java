/**
 * bastion.yaml read and checked: every problem at once, by key and line. Knows what may be configured; starts
 * nothing.
 */
package dev.bastion.config;
