package dev.bastion.signer;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * A connection between a bastion and its signer, from either end. One thread talks; any other may close it, which ends
 * whatever it waits for.
 */
interface SignerLink extends Closeable {

    /**
     * Waits until both sides know each other.
     *
     * @return who the other is, for log and ledger
     * @throws StrangerException if it is not who it should be
     * @throws IOException if it comes to nothing; with a sentence
     */
    String open() throws IOException;

    /** What the other says, once it is open. */
    DataInputStream in() throws IOException;

    /** What the other is told, once it is open. */
    DataOutputStream out() throws IOException;
}
