// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {LowLevelCall} from "@openzeppelin/contracts/utils/LowLevelCall.sol";
import {IDoor} from "../interfaces/IDoor.sol";
import {IMarketMaster} from "../interfaces/IMarketMaster.sol";
import {IRelay} from "../interfaces/IRelay.sol";
import {Push, Role, SignedAct} from "../libraries/Types.sol";

/// @notice See {IRelay}. Replaceable at any time: anyone may write another.
contract Relay is IRelay {
    /// @dev A reason longer than this is not kept.
    uint256 private constant LONGEST_REASON = 512;

    IMarketMaster public immutable MASTER;

    constructor(IMarketMaster master) {
        MASTER = master;
    }

    /// @inheritdoc IRelay
    function relay(SignedAct[] calldata acts) external {
        for (uint256 i; i < acts.length; ++i) {
            SignedAct calldata a = acts[i];
            if (!_canGive(i, a.gasCap)) return;
            if (MASTER.roleOf(a.door) == Role.None) {
                emit Skipped(a.door, a.act.nonce, abi.encodeWithSelector(RelayNotADoor.selector, a.door));
                continue;
            }
            try IDoor(a.door).relay{gas: a.gasCap}(a.act, a.signers, a.signatures) {}
            catch {
                emit Skipped(a.door, a.act.nonce, _reason());
            }
        }
    }

    /// @inheritdoc IRelay
    function push(Push[] calldata steps) external {
        for (uint256 i; i < steps.length; ++i) {
            Push calldata step = steps[i];
            if (!_canGive(i, step.gasCap)) return;
            if (!_isPushable(step.target)) {
                emit PushRefused(i, step.target, abi.encodeWithSelector(RelayNotAnInstance.selector, step.target));
                continue;
            }
            try this.carry{gas: step.gasCap}(step.target, step.call) {
                emit Pushed(i, step.target, bytes4(step.call));
            } catch {
                emit PushRefused(i, step.target, _reason());
            }
        }
    }

    /// @notice One step of a push, in a frame of its own, so that what it returns costs nobody else; called by the relay alone.
    function carry(address target, bytes calldata call) external {
        require(msg.sender == address(this), RelayOnlySelf(msg.sender));
        if (!LowLevelCall.callNoReturn(target, call)) LowLevelCall.bubbleRevert();
    }

    /// @dev The kernel, an instance, a door or a module: what has steps that anyone may push.
    function _isPushable(address target) private view returns (bool) {
        if (target == address(MASTER)) return true;
        return MASTER.templateOf(target) != address(0) || MASTER.roleOf(target) != Role.None || MASTER.isModule(target);
    }

    /// @dev A call gets at most 63/64 of what is left (EIP-150). A relay that cannot even begin is taken back whole.
    function _canGive(uint256 index, uint256 cap) private returns (bool enough) {
        enough = gasleft() - gasleft() / 64 > cap;
        require(enough || index != 0, RelayGasTooLow(gasleft(), cap));
        if (!enough) emit Stopped(index);
    }

    function _reason() private pure returns (bytes memory reason) {
        if (LowLevelCall.returnDataSize() <= LONGEST_REASON) reason = LowLevelCall.returnData();
    }
}
