import AugNetCommands

runAugNet(CommandLine.arguments)
