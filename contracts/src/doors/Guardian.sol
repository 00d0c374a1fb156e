// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {IMarketMaster} from "../interfaces/IMarketMaster.sol";
import {IMasterEvents} from "../interfaces/IMasterEvents.sol";
import {IRecoverable} from "../interfaces/IRecoverable.sol";
import {ActType, Role, Signer} from "../libraries/Types.sol";
import {Door} from "./Door.sol";

/// @notice A door that guards clients' doors: it may ask, with another guardian, for a lost key to be replaced.
abstract contract Guardian is Door {
    constructor(IMarketMaster master) Door(master) {}

    /// @dev Maker and checker: always two are left.
    function _fewestSigners() internal pure override returns (uint8) {
        return 2;
    }

    /// @dev Maker and checker for all that moves, whatever its type asks of a client; a module's act as its type says.
    function _signersFor(address target, uint8 wanted) internal view override returns (uint8) {
        return wanted < 2 && !MASTER.isModule(target) ? 2 : wanted;
    }

    /// @notice Ask, or agree, that `client`'s signers be replaced by this one.
    function recover(address client, address key, bytes32 x, bytes32 y) external onlySelf {
        _requireClient(client);
        IRecoverable(client).recover(Signer(key, x, y));
    }

    function _guardianActs() internal pure returns (ActType memory, ActType memory) {
        return (
            ActType(
                this.recover.selector, 200_000, 2,
                "Recover(address door,address asset,uint256 most,address client,address key,bytes32 x,bytes32 y,uint256 nonce,uint256 deadline)"
            ),
            ActType(
                this.withdrawRecovery.selector, 100_000, 2,
                "WithdrawRecovery(address door,address asset,uint256 most,address client,uint256 nonce,uint256 deadline)"
            )
        );
    }

    /// @notice Withdraw a recovery that this door asked for.
    function withdrawRecovery(address client) external onlySelf {
        _requireClient(client);
        IRecoverable(client).withdrawRecovery();
    }

    /// @dev No foreign code runs inside an act.
    function _requireClient(address client) private view {
        require(MASTER.roleOf(client) >= Role.Issuer, IMasterEvents.NotAParticipant(client));
    }
}
