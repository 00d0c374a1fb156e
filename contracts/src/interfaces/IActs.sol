// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {ActType} from "../libraries/Types.sol";

/// @notice Whoever a door's act can be addressed to says which acts it knows.
interface IActs {
    /// @notice The acts, with their EIP-712 definitions: always target, asset, most, the arguments in order, nonce, deadline.
    function acts() external pure returns (ActType[] memory);
}
