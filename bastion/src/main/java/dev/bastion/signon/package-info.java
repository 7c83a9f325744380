/**
 * Single sign-on: people whom an OpenID Connect provider vouches for, by the device flow (RFC 8628). It asks the provider,
 * verifies what it says, and asks again; it knows nothing of SSH, SQL and commands. All that the provider says is hostile
 * until it is verified.
 */
package dev.bastion.signon;
