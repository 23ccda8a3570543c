package io.aliasdefender.keepalived.parse;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A configuration as it holds on one host.
 *
 * @param statements what stands outside of any block, with their blocks
 * @param remarks what keepalived reads in another way than it looks
 * @param hosts those that lines with {@code @} name, in their order
 */
public record ParsedFile(List<Statement> statements, List<Remark> remarks, Set<String> hosts) {
    public ParsedFile {
        statements = List.copyOf(statements);
        remarks = List.copyOf(remarks);
        hosts = new LinkedHashSet<>(hosts);
    }

    /**
     * Reads a file with all that it includes.
     *
     * @param host the name that {@code @} words are compared with; empty: of an unnamed host
     * @throws ParseFailure when it cannot be read, or its braces do not match
     */
    public static ParsedFile read(Path file, Sources sources, Optional<String> host) throws ParseFailure {
        LineReader reader = new LineReader(sources, host);
        reader.read(file);
        if (reader.hosts().size() > Limits.HOSTS) {
            throw new ParseFailure(
                    new Place(file.toString(), 0),
                    "its lines with @ name more than " + Limits.HOSTS + " hosts",
                    "import a part of it");
        }
        List<Remark> remarks = new ArrayList<>(reader.remarks());
        List<Statement> statements = BlockParser.parse(reader.lines(), remarks);
        return new ParsedFile(statements, remarks, reader.hosts());
    }
}
