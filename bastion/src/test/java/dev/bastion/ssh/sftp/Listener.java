package dev.bastion.ssh.sftp;

import java.io.IOException;
import java.util.concurrent.CompletionStage;

/** What stands between the two programs of a {@link RealPipe}. */
interface Listener {

    void fromClient(byte[] bytes, int offset, int length, Out toServer, Out toClient) throws IOException;

    void fromServer(byte[] bytes, int offset, int length, Out toClient) throws IOException;

    CompletionStage<Void> close();

    static Listener of(SftpGate gate) {
        return new Listener() {
            @Override
            public void fromClient(byte[] bytes, int offset, int length, Out toServer, Out toClient)
                    throws IOException {
                gate.fromClient(bytes, offset, length, toServer, toClient);
            }

            @Override
            public void fromServer(byte[] bytes, int offset, int length, Out toClient) throws IOException {
                gate.fromServer(bytes, offset, length, toClient);
            }

            @Override
            public CompletionStage<Void> close() {
                return gate.close();
            }
        };
    }

    static Listener of(ScpTap tap) {
        return new Listener() {
            @Override
            public void fromClient(byte[] bytes, int offset, int length, Out toServer, Out toClient)
                    throws IOException {
                tap.fromClient(bytes, offset, length);
                toServer.write(bytes, offset, length);
            }

            @Override
            public void fromServer(byte[] bytes, int offset, int length, Out toClient) throws IOException {
                tap.fromServer(bytes, offset, length);
                toClient.write(bytes, offset, length);
            }

            @Override
            public CompletionStage<Void> close() {
                return tap.close();
            }
        };
    }
}
