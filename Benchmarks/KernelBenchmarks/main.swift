print("augnet-bench")
