/**
 * Live sessions and their deadlines: what runs now, under which grant, and the end that ends everything. Knows
 * nothing of MINA and of SQL; it cuts what was handed to it by closing it.
 */
package dev.bastion.live;
