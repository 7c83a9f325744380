package dev.bastion;

/** The default: the bastion has the authorities' keys itself. */
class AuthoritiesKeysInTheBastionTest extends SignerContract {
    @Override
    SigningHouse started() throws Exception {
        SigningHouse started = new SigningHouse(directory, false);
        started.startBastion("");
        return started;
    }
}
