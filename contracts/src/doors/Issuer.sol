// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {IMarketMaster} from "../interfaces/IMarketMaster.sol";
import {ActType} from "../libraries/Types.sol";
import {Client} from "./Client.sol";

/// @notice An issuer: defines share classes, proposes campaigns, receives the proceeds.
contract Issuer is Client {
    constructor(IMarketMaster master) Client(master) {}

    /// @notice Define a share class in the keeping of `trustee`.
    function createClass(bytes32 name, bytes32 symbol, address trustee) external onlySelf {
        MASTER.createClass(name, symbol, trustee);
    }

    /// @notice Ask that `trustee` keep the class; the regulator confirms after the notice.
    function askClassTrustee(address face, address trustee) external onlySelf {
        MASTER.askClassTrustee(face, trustee);
    }

    /// @notice Ask that each unit of the class become `numerator / denominator` units; its trustee confirms after the notice.
    function askConversion(address face, uint64 numerator, uint64 denominator) external onlySelf {
        MASTER.askConversion(face, numerator, denominator);
    }

    function acts() external pure returns (ActType[] memory list) {
        list = _clientActs(3);
        list[7] = ActType(
            this.createClass.selector, 300_000, 1,
            "CreateClass(address door,address asset,uint256 most,bytes32 name,bytes32 symbol,address trustee,uint256 nonce,uint256 deadline)"
        );
        list[8] = ActType(
            this.askClassTrustee.selector, 150_000, 1,
            "AskClassTrustee(address door,address asset,uint256 most,address face,address trustee,uint256 nonce,uint256 deadline)"
        );
        list[9] = ActType(
            this.askConversion.selector, 150_000, 1,
            "AskConversion(address door,address asset,uint256 most,address face,uint64 numerator,uint64 denominator,uint256 nonce,uint256 deadline)"
        );
    }
}
