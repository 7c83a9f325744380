/**
 * The wiring: which parts a bastion is made of and how they depend on each other. Knows every package and is known by
 * {@code cli} alone.
 */
package dev.bastion;
