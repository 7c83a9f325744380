package dev.bastion.recorder.ledger;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Leaves to build trees from. */
final class Leaves {

    /** The eight leaves that transparency logs share as test vectors. */
    static final List<TreeHash> SHARED = Stream.of(
                    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
            .map(hex -> TreeHash.ofLeaf(HexFormat.of().parseHex(hex)))
            .toList();

    private Leaves() {}

    static TreeHash leaf(String content) {
        return TreeHash.ofLeaf(bytes(content));
    }

    static byte[] bytes(String content) {
        return content.getBytes(StandardCharsets.UTF_8);
    }

    static List<TreeHash> numbered(int count) {
        return IntStream.range(0, count).mapToObj(i -> leaf("leaf " + i)).toList();
    }

    static MerkleTree tree(List<TreeHash> leaves) {
        var tree = MerkleTree.empty();
        for (var leaf : leaves) {
            tree = tree.append(leaf);
        }
        return tree;
    }
}
