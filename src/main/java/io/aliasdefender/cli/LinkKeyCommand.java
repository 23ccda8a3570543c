package io.aliasdefender.cli;

import io.aliasdefender.config.LinkKeyFile;
import io.aliasdefender.files.FileTrouble;
import io.aliasdefender.files.OwnFile;
import io.aliasdefender.files.PathTrust;
import io.aliasdefender.payload.LinkKey;
import io.aliasdefender.payload.Secret;
import io.aliasdefender.payload.Settings.Link;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "link-key",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Makes the key of the link between the nodes.",
            "%nThe file is the same on every node. It is readable by root, and by the service's group where there is one;"
                    + " nothing of a key is ever printed.%n"
        })
final class LinkKeyCommand implements Callable<Integer> {
    private static final String SERVICE_GROUP = "alias-defender";
    private static final SecureRandom RANDOM = new SecureRandom();

    @ArgGroup
    private Change change;

    @Option(
            names = "--key-file",
            paramLabel = "FILE",
            defaultValue = Link.DEFAULT_KEY_FILE,
            description = "Where the keys are. Default: ${DEFAULT-VALUE}")
    private Path file;

    @Spec
    private CommandSpec spec;

    /** Of a file that is there. */
    private static final class Change {
        @Option(
                names = "--add",
                required = true,
                description = "Add a second key: the first step of an exchange. The first one still signs")
        private boolean add;

        @Option(names = "--retire", required = true, description = "Remove the older of two keys: the last step")
        private boolean retire;
    }

    @Override
    public Integer call() throws CommandFailed {
        try {
            boolean added = change != null && change.add;
            String done = added ? add() : change != null && change.retire ? retire() : make();
            spec.commandLine().getOut().println(done);
            return Main.DONE;
        } catch (IllegalArgumentException wrong) {
            throw new CommandFailed(wrong.getMessage());
        } catch (IOException failure) {
            throw new CommandFailed("cannot write " + file + ": " + FileTrouble.reason(failure));
        }
    }

    private String make() throws CommandFailed, IOException {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new CommandFailed(file + " is there already; exchange its key by link-key --add, and later --retire");
        }
        LinkKey key = fresh(List.of());
        write(List.of(key));
        return file + " has a new key, number " + key.id() + ". Copy the file to the same place on every other node,"
                + " with its owner, group and mode, and run `alias-defender reload` on each.";
    }

    private String add() throws CommandFailed, IOException {
        List<LinkKey> keys = new ArrayList<>(LinkKeyFile.require(file.toString()));
        if (keys.size() >= LinkKeyFile.MOST_KEYS) {
            throw new CommandFailed(file + " has two keys already; remove the older one by link-key --retire");
        }
        LinkKey key = fresh(keys);
        keys.add(key);
        write(keys);
        return file + " has a second key, number " + key.id() + ". Copy the file to every other node and run"
                + " `alias-defender reload` on each; then run `alias-defender link-key --retire` here.";
    }

    private String retire() throws CommandFailed, IOException {
        List<LinkKey> keys = LinkKeyFile.require(file.toString());
        if (keys.size() < LinkKeyFile.MOST_KEYS) {
            throw new CommandFailed(file + " has one key only; add another one by link-key --add first");
        }
        write(keys.subList(1, keys.size()));
        return file + " has no key " + keys.get(0).id() + " any more, key "
                + keys.get(1).id()
                + " stays. Copy the file to every other node and run `alias-defender reload` on each.";
    }

    /** A number by chance, so that two keys that were made on two hosts by mistake are told apart. */
    private static LinkKey fresh(List<LinkKey> others) {
        byte[] bytes = new byte[LinkKeyFile.KEY_BYTES];
        RANDOM.nextBytes(bytes);
        int id = RANDOM.nextInt(LinkKeyFile.MOST_ID) + 1;
        return others.stream().anyMatch(other -> other.id() == id)
                ? fresh(others)
                : new LinkKey(id, new Secret(Base64.getEncoder().encodeToString(bytes)));
    }

    /** At once, and never for a moment readable by anybody else. */
    private void write(List<LinkKey> keys) throws CommandFailed, IOException {
        Optional<PathTrust.Flaw> flaw = PathTrust.of(file.toAbsolutePath().getParent()).stream()
                .filter(one -> one.who() == PathTrust.Who.STRANGER)
                .findFirst();
        if (flaw.isPresent()) {
            throw new CommandFailed(file + " is not safe: " + flaw.get().path() + " "
                    + flaw.get().what() + "; " + flaw.get().remedy());
        }
        Path fresh = file.resolveSibling(file.getFileName() + ".fresh");
        OwnFile.replaceForGood(fresh, LinkKeyFile.text(keys).getBytes(StandardCharsets.UTF_8));
        Optional<GroupPrincipal> group = group();
        if (group.isPresent()) {
            Files.getFileAttributeView(fresh, PosixFileAttributeView.class).setGroup(group.get());
            Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-r-----"));
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** The service's, which only root can give a file to; a user's own file stays the user's own. */
    private static Optional<GroupPrincipal> group() throws IOException {
        if (!"root".equals(System.getProperty("user.name"))) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByGroupName(SERVICE_GROUP));
        } catch (UserPrincipalNotFoundException noService) {
            return Optional.empty();
        }
    }
}
