print("augnet")
