package io.aliasdefender.cli;

import io.aliasdefender.manual.Manual;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** For the package, not for people: manual pages and completions from the very model that {@code --help} shows. */
@Command(name = "manual", hidden = true)
final class ManualCommand implements Callable<Integer> {
    @Option(names = "--pages", required = true, description = "Folder of the pages' sources")
    private Path pages;

    @Option(names = "--configuration", required = true, description = "Everything about the configuration, Markdown")
    private Path configuration;

    @Option(names = "--date", required = true, description = "Of the pages, such as 2026-01-31")
    private String date;

    @Parameters(index = "0", description = "Gets man/ and completions/")
    private Path target;

    @Override
    public Integer call() throws Exception {
        Manual manual = new Manual(CommandTree.commandLine(), Version.number(), date);
        manual.writePages(pages, configuration, Files.createDirectories(target.resolve("man")));
        manual.writeCompletions(Files.createDirectories(target.resolve("completions")));
        return Main.DONE;
    }
}
