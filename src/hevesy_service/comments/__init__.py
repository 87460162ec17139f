"""Comments: what people say of a plan, an act of it or what was computed; open until somebody says it is done."""
