/** Options that commands on the server share with those over ssh: what can be typed, and what it says. */
package dev.bastion.option;
