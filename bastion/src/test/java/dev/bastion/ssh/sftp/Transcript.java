package dev.bastion.ssh.sftp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** What two real programs said to each other, to be told again in other pieces. */
final class Transcript {

    /** A piece of one direction. */
    static final class Piece {
        final boolean fromClient;
        final byte[] bytes;

        Piece(boolean fromClient, byte[] bytes) {
            this.fromClient = fromClient;
            this.bytes = bytes;
        }
    }

    private final List<Piece> pieces = new ArrayList<>();

    synchronized void add(boolean fromClient, byte[] bytes, int length) {
        pieces.add(new Piece(fromClient, Arrays.copyOf(bytes, length)));
    }

    synchronized List<Piece> pieces() {
        return List.copyOf(pieces);
    }

    byte[] all(boolean fromClient) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        pieces().stream().filter(piece -> piece.fromClient == fromClient).forEach(piece -> out.writeBytes(piece.bytes));
        return out.toByteArray();
    }

    /** Tells it again in the same order, each piece cut anew. */
    void replay(Listener listener, Random random, int largest, Out toServer, Out toClient) throws IOException {
        for (Piece piece : pieces()) {
            int at = 0;
            while (at < piece.bytes.length) {
                int count = Math.min(piece.bytes.length - at, 1 + random.nextInt(largest));
                if (piece.fromClient) {
                    listener.fromClient(piece.bytes, at, count, toServer, toClient);
                } else {
                    listener.fromServer(piece.bytes, at, count, toClient);
                }
                at += count;
            }
        }
    }
}
