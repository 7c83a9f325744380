/**
 * Makes what must not be seen in a terminal's text unreadable while it passes: card numbers, keys, tokens and the like.
 * Hand-written state machines over the visible text, so that time is linear, memory bounded, and what is held back known to
 * the byte. A guard against accident: who spells a number backwards, or one digit a minute, gets it through.
 */
package dev.bastion.recorder.mask;
