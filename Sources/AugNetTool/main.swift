import AugNetCommands

runAugNet(commandLine())
